import type { ReactNode } from "react";

import type { Remark } from "./pointers";

/** What the server says about a field: problems as they keep it from being applied, doubts as they do not. */
export function Said({ remarks, doubts = [] }: { remarks: readonly Remark[]; doubts?: readonly Remark[] }) {
  if (remarks.length === 0 && doubts.length === 0) return null;
  return (
    <ul className="mt-1.5 flex flex-col gap-0.5 text-12">
      {remarks.map((each) => (
        <li key={`${each.code} ${each.index}`} className="text-bad" title={each.code}>
          <span role="alert">{each.text}</span>
        </li>
      ))}
      {doubts.map((each) => (
        <Doubt key={`${each.code} ${each.index}`} code={each.code}>
          {each.text}
        </Doubt>
      ))}
    </ul>
  );
}

function Doubt({ code, children }: { code: string; children: ReactNode }) {
  return (
    <li className="flex items-start gap-1.5 text-warn" title={code}>
      <span aria-hidden className="mt-[5px] size-1.5 shrink-0 rounded-full bg-warn" />
      {children}
    </li>
  );
}
