import { access } from "node:fs/promises";
import { initScriptManager } from "./init-script-manager.ts";
import type { ServiceManager } from "./service-state.ts";
import { systemdManager } from "./systemd-manager.ts";

type Found = { readonly manager: ServiceManager } | { readonly problem: string };

/** Whoever looks after this service here: systemd where it runs, otherwise the service's own script. */
export async function findManager(service: string, signal: AbortSignal): Promise<Found> {
  if (await exists("/run/systemd/system")) return { manager: systemdManager(signal) };
  if (process.platform === "linux" && (await exists(`/etc/init.d/${service}`))) {
    return { manager: initScriptManager(signal) };
  }
  const also = process.platform === "linux" ? ` and no script /etc/init.d/${service}` : "";
  return { problem: `not available here: this machine has no systemd${also}` };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
