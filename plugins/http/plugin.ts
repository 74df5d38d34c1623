import { definePlugin } from "../../core/plugin-api/define-plugin.ts";
import { httpRequest } from "./actions/request.ts";

export const plugin = definePlugin({ "http.request": httpRequest });
