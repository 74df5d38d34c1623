import { definePlugin } from "../../core/plugin-api/define-plugin.ts";
import { fileRead } from "./actions/read.ts";
import { fileTail } from "./actions/tail.ts";

export const plugin = definePlugin({ "file.read": fileRead, "file.tail": fileTail });
