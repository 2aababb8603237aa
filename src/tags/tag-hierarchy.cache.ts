/**
 * The hierarchy as JSON text, in Redis for all processes (`{ns}:tags:hierarchy:{0|1}`) and in memory of each. Beside
 * either variant stands a random token. Whoever changes what it shows replaces the token and drops the text, in one
 * step, after the change is committed. A builder notes the token before it reads and stores its text only if the token
 * is still the same: what was read before a change is never served after it. What lies in memory is served only while
 * Redis names the token it came under, which is the one small question a request asks. Without Redis nothing is cached.
 */
import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { type PreparedJson, prepareJson } from '../common/http/prepared-json.js';
import { within } from '../common/within.js';
import { AppConfig } from '../config/app-config.js';
import { REDIS } from '../redis/redis.tokens.js';

/** Without ratings, and with them; the numbers are part of the keys in Redis. */
export const HierarchyVariant = { plain: 0, rated: 1 } as const;
export type HierarchyVariant = (typeof HierarchyVariant)[keyof typeof HierarchyVariant];
export const hierarchyVariants = Object.values(HierarchyVariant);

/** Bounds how long a change goes unnoticed that was made past the product. */
const ttlSeconds = 3_600;
/** A Redis that takes longer counts as away. */
const patienceMs = 250;

const storeUnlessChanged = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[2], ARGV[2], 'EX', ARGV[3])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
`;

export type HierarchyBuilder = (refreshedAt: Date | undefined) => Promise<string>;

/** Keeps the hierarchy ready to be sent, and never serves one that a change has overtaken. */
@Injectable()
export class TagHierarchyCache {
  private readonly logger = new Logger(TagHierarchyCache.name);
  private readonly prefix: string;
  private readonly memory = new Map<HierarchyVariant, { token: string; json: PreparedJson }>();
  private readonly loading = new Map<string, Promise<PreparedJson>>();
  /** Variants Redis has still to be told of, having been away when they changed. */
  private readonly outdated = new Set<HierarchyVariant>();

  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    config: AppConfig,
  ) {
    this.prefix = `${config.get('redis-ns')}:tags:hierarchy`;
    redis.on('ready', () => void this.invalidate(this.outdated));
  }

  /** The variant as it is now: from memory, else from Redis, else built. */
  async get(variant: HierarchyVariant, build: HierarchyBuilder): Promise<PreparedJson> {
    const token = await this.currentToken(variant);
    if (token === undefined) return prepareJson(await build(undefined));
    const kept = this.memory.get(variant);
    if (kept?.token === token) return kept.json;
    return this.loadOnce(variant, token, build);
  }

  /** Drops what a change has overtaken; to be called once the change is committed. Never throws. */
  async invalidate(variants: Iterable<HierarchyVariant> = hierarchyVariants): Promise<void> {
    const changed = [...variants];
    if (changed.length === 0) return;
    const transaction = this.redis.multi();
    for (const variant of changed) {
      transaction.set(this.tokenKey(variant), randomUUID(), 'EX', ttlSeconds).del(this.textKey(variant));
    }
    try {
      await within(patienceMs, transaction.exec());
      for (const variant of changed) this.outdated.delete(variant);
    } catch (error) {
      if (this.outdated.size === 0)
        this.logger.warn(`the cached hierarchy could not be dropped yet: ${String(error)}`);
      for (const variant of changed) this.outdated.add(variant);
    }
  }

  /** Drops both variants and notes when, for the texts to come. */
  async refresh(now: Date): Promise<void> {
    await this.ask(this.redis.set(this.refreshedKey(), now.toISOString()));
    await this.invalidate();
  }

  /** Requests that find the same token share one load. */
  private loadOnce(variant: HierarchyVariant, token: string, build: HierarchyBuilder): Promise<PreparedJson> {
    const key = `${variant}:${token}`;
    const running = this.loading.get(key);
    if (running) return running;
    const load = this.load(variant, token, build).finally(() => this.loading.delete(key));
    this.loading.set(key, load);
    return load;
  }

  private async load(
    variant: HierarchyVariant,
    token: string,
    build: HierarchyBuilder,
  ): Promise<PreparedJson> {
    const keys = [this.textKey(variant), this.tokenKey(variant), this.refreshedKey()];
    const [text, textToken, refreshedAt] = (await this.ask(this.redis.mget(keys))) ?? [];
    const isCurrent = text && textToken === token;
    const json = prepareJson(isCurrent ? text : await build(refreshedAt ? new Date(refreshedAt) : undefined));
    if (!isCurrent) {
      const store = [this.tokenKey(variant), this.textKey(variant), token, json.bytes, ttlSeconds];
      await this.ask(this.redis.eval(storeUnlessChanged, 2, ...store));
    }
    this.memory.set(variant, { token, json });
    return json;
  }

  /** Undefined while Redis is away, or has yet to hear of a change. */
  private async currentToken(variant: HierarchyVariant): Promise<string | undefined> {
    if (this.outdated.size > 0) await this.invalidate(this.outdated);
    if (this.outdated.has(variant)) return undefined;
    const key = this.tokenKey(variant);
    const token = await this.ask(this.redis.get(key));
    if (token !== null) return token;
    await this.ask(this.redis.set(key, randomUUID(), 'EX', ttlSeconds, 'NX'));
    return (await this.ask(this.redis.get(key))) ?? undefined;
  }

  /** The answer of Redis; undefined when it does not come. */
  private ask<T>(question: Promise<T>): Promise<T | undefined> {
    return within(patienceMs, question).catch(() => undefined);
  }

  private textKey(variant: HierarchyVariant): string {
    return `${this.prefix}:${variant}`;
  }

  private tokenKey(variant: HierarchyVariant): string {
    return `${this.prefix}:${variant}:token`;
  }

  private refreshedKey(): string {
    return `${this.prefix}:refreshed-at`;
  }
}
