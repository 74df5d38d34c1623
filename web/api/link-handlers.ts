import { OctopusError } from "../../core/kernel/errors.ts";
import type { Actor } from "../../core/model/user.ts";
import type { LinkDto } from "../contract/link.ts";
import type { LINK_ROUTES } from "../contract/routes/link-routes.ts";
import type { Handlers } from "./route-handler.ts";

interface Link {
  readonly channel: string;
  readonly team: string;
  readonly person: string;
  readonly person_name: string;
  readonly user_id: string;
  readonly linked_at: number;
}

/** Links as the web asks for them. Throws `link.refused` and `link.not-found`. */
export interface LinkUseCases {
  list(actor: Actor): Promise<readonly Link[]>;
  show(code: string): Promise<Pick<Link, "channel" | "team" | "person_name"> & { readonly expires_at: number }>;
  accept(actor: Actor, code: string): Promise<Link>;
  end(actor: Actor, who: Pick<Link, "channel" | "team" | "person">): Promise<void>;
}

export function linkHandlers({ links }: { readonly links: LinkUseCases }): Handlers<keyof typeof LINK_ROUTES> {
  return {
    "link.list": async ({ actor }) => ({ items: (await links.list(actor)).map(linkDto) }),
    "link.offer": async ({ body }) => {
      const { channel, team, person_name: personName, expires_at: expiresAt } = await links.show(body.code);
      return { channel, team, personName, expiresAt };
    },
    "link.create": async ({ actor, body }) => {
      // A token may lie in a script: who somebody is, a person says.
      if (actor.via !== "web") {
        throw new OctopusError("access.denied", "Open the link in a browser where you are signed in.");
      }
      return linkDto(await links.accept(actor, body.code));
    },
    "link.delete": async ({ actor, params }) => {
      await links.end(actor, params);
      return undefined;
    },
  };
}

function linkDto(link: Link): LinkDto {
  const { channel, team, person, person_name: personName, user_id: userId, linked_at: linkedAt } = link;
  return { channel, team, person, personName, userId, linkedAt };
}
