import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** Headers of contract §4.20; the content policy leaves room for the two documentation pages, served by ourselves. */
export function securityHeaders(isProduction: boolean): RequestHandler[] {
  const protect = helmet({
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", "'unsafe-inline'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        workerSrc: ["'self'", 'blob:'],
        upgradeInsecureRequests: null,
      },
    },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: isProduction,
  });
  const standard: RequestHandler = (_request, response, next) => {
    response.setHeader('Permissions-Policy', 'camera=(), geolocation=(), microphone=()');
    // Until what answers knows better: sendPrepared, of what is shown and has an entity tag.
    response.setHeader('Cache-Control', 'no-store');
    next();
  };
  return [protect, standard];
}
