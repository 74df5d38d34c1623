import { definePlugin } from "../../core/plugin-api/define-plugin.ts";
import { processList } from "./actions/list.ts";

export const plugin = definePlugin({ "process.list": processList });
