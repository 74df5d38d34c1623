import { definePlugin } from "../../core/plugin-api/define-plugin.ts";
import { systemInfo } from "./actions/info.ts";

export const plugin = definePlugin({ "system.info": systemInfo });
