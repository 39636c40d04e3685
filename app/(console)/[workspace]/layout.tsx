import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { PLACE_COOKIE } from "@/components/shell/environment";
import { Shell } from "@/components/shell/shell";
import { readTheme, THEME_COOKIE } from "@/components/shell/theme";
import { requirePerson, requireScope } from "@/lib/auth/gate";
import { environmentRefusal } from "@/lib/workspaces/model";
import { listMine, readWorkspace } from "@/lib/workspaces/service";

/** The frame. It is no gate: layouts do not run again on navigation, so every page asks for its scope itself. */
export default async function WorkspaceLayout({ children, params }: { children: ReactNode; params: Promise<{ workspace: string }> }) {
  const scope = await requireScope((await params).workspace);
  const [person, workspace, workspaces, jar] = await Promise.all([
    requirePerson(`/${scope.workspaceSlug}`),
    readWorkspace(scope),
    listMine(scope.userId),
    cookies(),
  ]);
  return (
    <Shell
      slug={workspace.slug}
      workspaceName={workspace.name}
      role={workspace.role}
      person={{ name: person.name, email: person.email, isOperator: person.isOperator }}
      placeCookie={jar.get(PLACE_COOKIE)?.value}
      workspaces={workspaces.map(({ slug, name }) => ({ slug, name }))}
      production={{ refusal: environmentRefusal(scope, "production", true), openUntil: scope.productionOpenUntil?.toISOString() ?? null }}
      theme={readTheme(jar.get(THEME_COOKIE)?.value)}
    >
      {children}
    </Shell>
  );
}
