import Link from "next/link";
import { rehearsalOf, type RehearsedReference } from "@/lib/rehearsals/model";

/** Leads to the simulator with a rule begun; nothing for what only a stand-in can do. */
export function MakeItARule({ slug, reference }: { slug: string; reference: RehearsedReference }) {
  const rehearsal = rehearsalOf(reference);
  if (rehearsal.via !== "simulator" || rehearsal.fault === undefined) return null;
  return (
    <p className="mt-2 text-sm">
      <Link prefetch={false} href={`/${slug}/simulator?fault=${rehearsal.fault}`} className="text-accent hover:underline">
        Make this happen on every second new order of your own software
      </Link>
    </p>
  );
}
