import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";

interface WorkspaceListProps {
  workspaces: readonly { slug: string; name: string; role: string }[];
}

export function WorkspaceList({ workspaces }: WorkspaceListProps) {
  return (
    <Card
      title="Your workspaces"
      actions={
        <ButtonLink href="/workspaces/new" variant="secondary" size="sm">
          New workspace
        </ButtonLink>
      }
    >
      {workspaces.length === 0 ? (
        <p className="text-muted">You are in no workspace. Ask an owner or admin of your team’s to invite you, or make one of your own.</p>
      ) : (
        <ul className="divide-y divide-line">
          {workspaces.map(({ slug, name, role }) => (
            <li key={slug} className="flex items-center gap-3 py-2 first:pt-0 last:pb-0">
              <Link href={`/${slug}`} className="min-w-0 flex-1 truncate font-medium text-accent underline-offset-4 hover:underline">
                {name}
              </Link>
              <Badge>{role}</Badge>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
