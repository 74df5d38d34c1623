import { Redirect, Route, Switch, useLocation } from "wouter";
import { sentenceOf } from "./api/api-error.ts";
import { useSessionAccess } from "./api/session.tsx";
import { EmptyState } from "./components/empty-state.tsx";
import { Shell } from "./components/shell.tsx";
import { AgentPage } from "./pages/agent-page.tsx";
import { AgentsPage } from "./pages/agents-page.tsx";
import { AliasesPage } from "./pages/aliases-page.tsx";
import { ApprovalsPage } from "./pages/approvals-page.tsx";
import { CalendarsPage } from "./pages/calendars-page.tsx";
import { ChatPage } from "./pages/chat-page.tsx";
import { FreezesPage } from "./pages/freezes-page.tsx";
import { LedgerPage } from "./pages/ledger-page.tsx";
import { LimitsPage } from "./pages/limits-page.tsx";
import { LinkPage } from "./pages/link-page.tsx";
import { PeoplePage } from "./pages/people-page.tsx";
import { PluginsPage } from "./pages/plugins-page.tsx";
import { RoomsPage } from "./pages/rooms-page.tsx";
import { RunPage } from "./pages/run-page.tsx";
import { RunsPage } from "./pages/runs-page.tsx";
import { SetupPage } from "./pages/setup-page.tsx";
import { SignInPage } from "./pages/sign-in-page.tsx";
import { TaskFormPage } from "./pages/task-form-page.tsx";
import { TaskPage } from "./pages/task-page.tsx";
import { TasksPage } from "./pages/tasks-page.tsx";

/** Which page an address shows, and who may see it: nobody before set-up and sign-in. */
export function App() {
  const { state, retry } = useSessionAccess();
  const [path] = useLocation();
  if (state.kind === "loading") return <div className="splash" role="status" aria-label="Loading" />;
  if (state.kind === "unreachable") {
    return (
      <main className="gate">
        <EmptyState title="Octopus does not answer" text={sentenceOf(state.error)}>
          <button type="button" className="button primary" onClick={retry}>
            Try again
          </button>
        </EmptyState>
      </main>
    );
  }
  if (state.kind === "signed-in") return <SignedIn />;
  if (state.setupNeeded) return <SetupPage />;
  if (path === "/sign-in") return <SignInPage />;
  const here = `${path}${location.search}`;
  return <Redirect to={path === "/" || path === "/setup" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(here)}`} />;
}

function SignedIn() {
  return (
    <Shell>
      <Switch>
        <Route path="/chat/:id?">{({ id }) => <ChatPage conversationId={id} />}</Route>
        <Route path="/runs">{() => <RunsPage />}</Route>
        <Route path="/runs/:id">{({ id }) => <RunPage key={id} runId={id} />}</Route>
        <Route path="/tasks">{() => <TasksPage />}</Route>
        <Route path="/tasks/:id">{({ id }) => <TaskPage key={id} taskId={id} />}</Route>
        <Route path="/tasks/:id/change">{({ id }) => <TaskFormPage key={id} taskId={id} />}</Route>
        <Route path="/ledger">{() => <LedgerPage />}</Route>
        <Route path="/approvals">{() => <ApprovalsPage />}</Route>
        <Route path="/freezes">{() => <FreezesPage />}</Route>
        <Route path="/limits">{() => <LimitsPage />}</Route>
        <Route path="/calendars">{() => <CalendarsPage />}</Route>
        <Route path="/agents">{() => <AgentsPage />}</Route>
        <Route path="/agents/:id">{({ id }) => <AgentPage key={id} agentId={id} />}</Route>
        <Route path="/people">{() => <PeoplePage />}</Route>
        <Route path="/rooms">{() => <RoomsPage />}</Route>
        <Route path="/plugins">{() => <PluginsPage />}</Route>
        <Route path="/aliases">{() => <AliasesPage />}</Route>
        <Route path="/link">{() => <LinkPage />}</Route>
        <Route path="/">{() => <Redirect to="/chat" replace />}</Route>
        <Route path="/setup">{() => <Redirect to="/chat" replace />}</Route>
        <Route path="/sign-in">{() => <SignInPage />}</Route>
        <Route>
          <div className="page">
            <EmptyState
              title="There is nothing here"
              text="This address leads nowhere. It may belong to something that was deleted."
            />
          </div>
        </Route>
      </Switch>
    </Shell>
  );
}
