import { definePlugin } from "../../core/plugin-api/define-plugin.ts";
import { backupCreate } from "./actions/create.ts";

export const plugin = definePlugin({ "backup.create": backupCreate });
