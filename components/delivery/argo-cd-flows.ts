import type { Egress } from "../platform/addon.ts";
import { toHost } from "../platform/server-flow.ts";
import { portOf } from "../platform/url.ts";
import type { Settings } from "../settings.ts";

/** Ports of Git over https and over ssh: teams have repositories on the same server, whichever way they are read. */
const usual = [443, 22];

/** A repository that is written as `git@host:path` is no URL, and read over ssh. */
const gitPort = (repository: string): number => (repository.includes("://") ? portOf(repository) : 22);

const why = "Git repositories, chart repositories and the identity provider.";

/** The ways to what Argo CD reads and who signs people in. Charts, and repositories of teams, may be on the Internet anyway. */
export function outside({ repository, cidrs, sso }: Settings["gitops"]): Egress[] {
    const servers = [
        { cidrs, ports: [...usual, gitPort(repository)] },
        ...(sso ? [{ cidrs: sso.cidrs, ports: [portOf(sso.issuer)] }] : []),
    ];
    const hidden = servers.filter((server) => server.cidrs.length > 0);
    const open = servers.filter((server) => server.cidrs.length === 0);
    return [
        toHost([], why, [...usual, ...open.flatMap(({ ports }) => ports)]),
        ...hidden.map((server) => toHost(server.cidrs, why, server.ports)),
    ];
}
