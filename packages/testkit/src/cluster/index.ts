/**
 * Owns a database cluster of real programs on loopback, and a TCP balancer: etcd, PostgreSQL under Patroni, PgBouncer and
 * HAProxy as Debian packages them. For tests and benchmarks that let parts of it fail.
 */

import type { Need } from '../needs.ts';

export { balancer } from './balancer.ts';
export { type DatabaseCluster, type DatabaseClusterOptions, databaseCluster } from './database-cluster.ts';
export type { DatabaseNode } from './database-node.ts';
export type { TcpProxy } from './haproxy.ts';

/** For `skipUnless`. */
export const CLUSTER_NEEDS: readonly Need[] = ['etcd', 'haproxy', 'patroni', 'pgbouncer'];
