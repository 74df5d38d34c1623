import { changeService } from "../change-service.ts";

/** service.stop */
export const serviceStop = changeService("stop");
