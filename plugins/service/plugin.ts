import { definePlugin } from "../../core/plugin-api/define-plugin.ts";
import { serviceRestart } from "./actions/restart.ts";
import { serviceStart } from "./actions/start.ts";
import { serviceStatus } from "./actions/status.ts";
import { serviceStop } from "./actions/stop.ts";

export const plugin = definePlugin({
  "service.status": serviceStatus,
  "service.start": serviceStart,
  "service.stop": serviceStop,
  "service.restart": serviceRestart,
});
