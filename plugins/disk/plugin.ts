import { definePlugin } from "../../core/plugin-api/define-plugin.ts";
import { diskUsage } from "./actions/usage.ts";

export const plugin = definePlugin({ "disk.usage": diskUsage });
