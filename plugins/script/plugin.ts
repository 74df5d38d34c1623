import { definePlugin } from "../../core/plugin-api/define-plugin.ts";
import { scriptRun } from "./actions/run.ts";

export const plugin = definePlugin({ "script.run": scriptRun });
