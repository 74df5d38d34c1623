import { definePlugin } from "../../core/plugin-api/define-plugin.ts";
import { pingCheck } from "./actions/check.ts";

export const plugin = definePlugin({ "ping.check": pingCheck });
