import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <EmptyState title="There is nothing at this address" action={<ButtonLink href="/">Go to the console</ButtonLink>}>
        The link may be old, or it leads to a workspace that you are not a member of.
      </EmptyState>
    </main>
  );
}
