import express, { type Request, type Response } from "express";
import { OctopusError } from "../../core/kernel/errors.ts";

export const BODY_LIMIT_BYTES = 256 * 1024;

const parse = express.json({ limit: BODY_LIMIT_BYTES, inflate: false, strict: false });

/** The JSON body, or undefined when there is none. Throws for anything else; what is thrown says its status. */
export async function readBody(request: Request, response: Response): Promise<unknown> {
  const hasBody = request.headers["transfer-encoding"] !== undefined || Number(request.headers["content-length"]) > 0;
  if (!hasBody) return undefined;
  if (!request.is("application/json")) {
    throw new OctopusError("request.wrong-type", "Send the body with the content type application/json.");
  }
  await new Promise<void>((resolve, reject) => {
    parse(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error)));
  });
  return request.body;
}
