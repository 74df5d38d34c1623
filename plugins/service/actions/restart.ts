import { changeService } from "../change-service.ts";

/** service.restart */
export const serviceRestart = changeService("restart");
