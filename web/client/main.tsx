import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { SessionProvider } from "./api/session.tsx";
import { App } from "./app.tsx";
import { applyTheme, storedTheme } from "./model/theme.ts";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/shell.css";
import "./styles/composer.css";
import "./styles/chat.css";
import "./styles/card.css";
import "./styles/lists.css";
import "./styles/run.css";
import "./styles/schedule.css";
import "./styles/approvals.css";
import "./styles/settings.css";

applyTheme(storedTheme());
const root = document.getElementById("root");
if (!root) throw new Error("the page has no root element");
createRoot(root).render(
  <StrictMode>
    <SessionProvider>
      <App />
    </SessionProvider>
  </StrictMode>,
);
