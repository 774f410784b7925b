import { QueryCache, QueryClient } from "@tanstack/react-query";

import { ApiFailure } from "@/api/client";
import { noteAnswer, noteSilence } from "@/lib/reachability";

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onSuccess: noteAnswer,
      onError: (error) => {
        if (error instanceof ApiFailure && error.unreachable) noteSilence(Date.now());
        else noteAnswer();
      },
    }),
    defaultOptions: {
      queries: {
        // The server is usually on this machine: being offline says nothing about it.
        networkMode: "always",
        retry: (failures, error) => worthRetrying(error) && failures < 2,
        retryDelay: (failures) => 300 * 2 ** failures,
        refetchOnWindowFocus: false, // useLive refetches when the page is looked at again
      },
      mutations: { networkMode: "always" },
    },
  });
}

function worthRetrying(error: Error): boolean {
  return error instanceof ApiFailure && error.status >= 502;
}
