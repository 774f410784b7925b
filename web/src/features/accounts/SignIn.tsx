import { useState, type SubmitEvent } from "react";

import { ApiFailure } from "@/api/client";
import { t } from "@/lib/t";
import { Button } from "@/ui/Button";
import { Sun } from "@/ui/Sun";

import { useSignIn } from "./useSigning";

/** The server sends an outdated link back here with this in the address. */
const EXPIRED = new URLSearchParams(location.search).get("signin") === "expired";

/** Shown in place of every page until the browser is known. The address stays, so signing in leads where one meant to go. */
export function SignIn() {
  const [token, setToken] = useState("");
  const signIn = useSignIn();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (token.trim()) signIn.mutate(token.trim());
  };
  return (
    <main className="mx-auto flex min-h-dvh max-w-[400px] flex-col justify-center px-5 py-10">
      <div className="mb-8 flex items-center gap-2.5 text-16 font-semibold">
        <Sun size={26} /> Daywright
      </div>
      <h1 className="text-28 font-semibold tracking-[-0.02em]">{t("signin.title")}</h1>
      {EXPIRED && (
        <p role="alert" className="mt-2 text-16 text-bad">
          {t("signin.expired")}
        </p>
      )}
      <p className="mt-2 text-16 text-ink-2">{t("signin.link")}</p>
      <code className="mt-4 block rounded-2 border border-rule bg-band px-4 py-3 font-mono text-14 select-all">
        daywright up
      </code>
      <div className="my-7 flex items-center gap-3 text-12 text-ink-2">
        <span className="h-px flex-1 bg-rule" /> {t("signin.or")} <span className="h-px flex-1 bg-rule" />
      </div>
      <form onSubmit={submit}>
        <label htmlFor="token" className="font-medium">
          {t("signin.token")}
        </label>
        <div className="mt-2 flex gap-2">
          <input
            id="token"
            type="password"
            autoComplete="off"
            spellCheck={false}
            value={token}
            onChange={(event) => setToken(event.target.value)}
            aria-describedby="token-help"
            aria-invalid={signIn.isError}
            className="h-9 min-w-0 flex-1 rounded-2 border border-edge bg-card px-3 font-mono text-14"
          />
          <Button look="primary" type="submit" className="h-9" disabled={signIn.isPending || !token.trim()}>
            {t("signin.go")}
          </Button>
        </div>
        <p id="token-help" className="mt-2 text-12 text-ink-2">
          {t("signin.token-help")}
        </p>
        {signIn.isError && (
          <p role="alert" className="mt-3 text-bad">
            {reason(signIn.error)}
          </p>
        )}
      </form>
    </main>
  );
}

function reason(error: Error): string {
  if (!(error instanceof ApiFailure) || error.unreachable) return t("signin.unreachable");
  return error.signedOut ? t("signin.unknown") : t("signin.refused", { reason: error.message });
}
