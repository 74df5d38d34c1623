import type { RequestHandler } from "express";
import { OctopusError } from "../../core/kernel/errors.ts";
import { allowsHost, allowsOrigin } from "./addresses.ts";
import { type ProxyTrust, requestSource } from "./request-source.ts";

export interface SiteNames {
  /** Host names, besides addresses and localhost, under which this server may be asked. Lower case. */
  readonly hostNames: readonly string[];
  /** Origins of other sites whose pages may use the interface: "https://ops.example". */
  readonly origins: readonly string[];
}

/** Refuses requests that were lured here under a foreign name. */
export function guardHost(names: SiteNames, trust: ProxyTrust): RequestHandler {
  return (request, _response, next) => {
    if (allowsHost(requestSource(request, trust).host, names.hostNames)) return next();
    const sentence = "This server is not known under that host name; add it to the allowed hosts, or use its address.";
    next(new OctopusError("access.foreign-origin", sentence));
  };
}

const SAFE = ["GET", "HEAD", "OPTIONS"];

/**
 * Refuses changes that another site's page makes with this browser's cookie. Browsers always say where an unsafe request
 * comes from; a request that says nothing comes from a program, and a bearer token cannot be sent by a foreign page.
 */
export function guardOrigin(names: SiteNames, trust: ProxyTrust): RequestHandler {
  return (request, _response, next) => {
    const { authorization, origin } = request.headers;
    const { host } = requestSource(request, trust);
    const site = request.headers["sec-fetch-site"];
    const own = site === undefined || site === "same-origin" || site === "none";
    const knownOrigin = origin === undefined || allowsOrigin(origin, host, names.origins);
    const configured = origin !== undefined && names.origins.includes(origin);
    if (SAFE.includes(request.method) || authorization !== undefined || configured || (own && knownOrigin)) {
      return next();
    }
    next(new OctopusError("access.foreign-origin", "Changes are only taken from this server's own pages."));
  };
}
