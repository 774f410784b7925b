import { useMutation, useQueryClient } from "@tanstack/react-query";

import { post } from "@/api/client";

import { meQuery } from "./useMe";

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (token: string) => post("/api/v1/signin", { token }),
    onSuccess: () => client.resetQueries({ queryKey: meQuery.queryKey }),
  });
}

/** Forgets everything that was shown, too: the next person at this browser sees nothing of it. */
export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => post("/api/v1/signout", undefined),
    onSuccess: async () => {
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== meQuery.queryKey[0] });
      await client.resetQueries({ queryKey: meQuery.queryKey });
    },
  });
}
