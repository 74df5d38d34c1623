import { definePlugin } from "../../core/plugin-api/define-plugin.ts";
import { packageUpdate } from "./actions/update.ts";

export const plugin = definePlugin({ "package.update": packageUpdate });
