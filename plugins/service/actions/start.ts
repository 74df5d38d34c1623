import { changeService } from "../change-service.ts";

/** service.start */
export const serviceStart = changeService("start");
