import { existsSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import express, { type Response, Router } from "express";
import { OctopusError } from "../../core/kernel/errors.ts";
import { installScript } from "./install-script.ts";

export interface StaticFiles {
  /** Folder of the built console: index.html and assets/. */
  readonly consoleFolder: string;
  /** The bundled agent, one file. */
  readonly agentBundle: string;
  /** Where machines reach this server, seen from the request that asks. */
  siteUrl(request: IncomingMessage): string;
}

/** The console, whose paths all lead to index.html, and what a new machine fetches. */
export function staticFiles(files: StaticFiles): Router {
  const router = Router();
  router.get("/agent.cjs", (_request, response, next) => {
    if (!existsSync(files.agentBundle)) return next(notBuilt("The agent bundle"));
    response.setHeader("Cache-Control", "no-cache");
    response.type("application/javascript");
    response.sendFile(files.agentBundle, { dotfiles: "allow", cacheControl: false });
  });
  router.get("/install.sh", (request, response) => {
    response.setHeader("Cache-Control", "no-cache");
    response.type("text/plain").send(installScript(files.siteUrl(request)));
  });
  router.use(express.static(files.consoleFolder, { index: false, redirect: false, setHeaders: cacheHashed }));
  router.get("/{*path}", (request, response, next) => {
    const isPage = !request.path.startsWith("/api/") && !/\.\w+$/.test(request.path) && request.accepts("html");
    if (!isPage) return next();
    const index = join(files.consoleFolder, "index.html");
    if (!existsSync(index)) return next(notBuilt("The web console"));
    response.setHeader("Cache-Control", "no-cache");
    response.sendFile(index, { dotfiles: "allow", cacheControl: false });
  });
  return router;
}

/** Vite puts a hash of the content into the names below assets/, so that they never change. */
function cacheHashed(response: Response, path: string): void {
  const [name = "", folder] = path.split(/[\\/]/).reverse();
  const hashed =
    folder === "assets" && /^.-[\w-]{8}\.$/.test(name.slice(name.lastIndexOf(".") - 10, name.lastIndexOf(".") + 1));
  response.setHeader("Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
}

function notBuilt(what: string): OctopusError {
  return new OctopusError("request.not-found", `${what} is not built here; run "npm run build" and start again.`);
}
