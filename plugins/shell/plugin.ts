import { definePlugin } from "../../core/plugin-api/define-plugin.ts";
import { shellRun } from "./actions/run.ts";

export const plugin = definePlugin({ "shell.run": shellRun });
