import { CopyButton } from "@/components/ui/copy-button";

/** Headers as text: nothing of them has become a header of the console. */
export function HeaderTable({ headers, label }: { headers: readonly (readonly [string, string])[]; label: string }) {
  if (headers.length === 0) return <p className="p-4 text-sm text-muted">There are no headers.</p>;
  return (
    <div className="h-full overflow-auto">
      <table aria-label={label} className="w-full text-left font-mono text-xs">
        <tbody>
          {headers.map(([name, value], at) => (
            <tr key={at} className="group border-b border-line last:border-0">
              <th scope="row" className="w-1/3 px-3 py-1.5 align-top font-normal break-words text-muted">
                {name}
              </th>
              <td className="py-1.5 align-top break-all">{value}</td>
              <td className="w-8 align-top">
                <CopyButton text={value} label={`Copy ${name}`} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
