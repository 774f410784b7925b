import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { address, change, get, type Answer, type Shape } from "@/api/client";
import { t } from "@/lib/t";
import { toast } from "@/lib/toasts";

export type Secret = Answer<"/api/v1/admin/enroll-secrets">["secrets"][number];
export type SecretWanted = Shape<"SecretWanted">;
export type NewSecret = Shape<"NewSecret">;

const PATH = "/api/v1/admin/enroll-secrets";
const KEY = ["enroll-secrets"];

export function useSecrets() {
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => get(PATH, { signal }) });
}

/** Makes a secret; the answer is the only one that ever holds it, so it goes nowhere but to who asked. */
export function useNewSecret() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: SecretWanted) => change<NewSecret>("POST", PATH, wanted),
    gcTime: 0,
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

export function useSecretRevoke() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => change<null>("DELETE", address(`${PATH}/{secret}`, { secret: id }), null),
    onSuccess: () => toast(t("secrets.revoked")),
    onError: (failure) => toast(t("devices.failed", { why: failure.message }), { tone: "bad" }),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}
