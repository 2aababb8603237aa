/** Why the server ends a WebSocket (RFC 6455 §7.4); 4000 and above are the application's own. */
export const CloseCode = {
  GoingAway: 1001,
  TryAgainLater: 1013,
  BadRequest: 4400,
  NotFound: 4404,
} as const;
export type CloseCode = (typeof CloseCode)[keyof typeof CloseCode];
