import type { Metadata } from "next";
import { cookies } from "next/headers";
import { CredentialsScreen } from "@/components/credentials/credentials-screen";
import { PLACE_COOKIE } from "@/components/shell/environment";
import { requireScope } from "@/lib/auth/gate";
import { list } from "@/lib/credentials/service";
import { mayRole, rolesFor } from "@/lib/workspaces/model";

export const metadata: Metadata = { title: "Credentials" };

export default async function CredentialsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const scope = await requireScope((await params).workspace, "credential.read");
  const [credentials, jar] = await Promise.all([list(scope), cookies()]);
  const may = { change: mayRole(scope.role, "credential.write"), check: mayRole(scope.role, "credential.check") };
  const refusal = may.change
    ? undefined
    : `As ${scope.role} you can ${may.check ? "use and check" : "see"} credentials. Adding or changing them takes the role ${rolesFor("credential.write").join(" or ")}.`;
  return (
    <CredentialsScreen
      slug={scope.workspaceSlug}
      initial={credentials}
      placeCookie={jar.get(PLACE_COOKIE)?.value}
      may={may}
      refusal={refusal}
    />
  );
}
