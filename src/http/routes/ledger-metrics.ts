import { Gauge, type Registry } from 'prom-client'
import { type Ledger, LOGS } from '../../ledger/index.ts'

/** How far the logs are sealed, and whether something keeps them from it; read when asked for. */
export function ledgerMetrics(registry: Registry, { sealers }: Pick<Ledger, 'sealers'>): void {
  new Gauge({
    name: 'signpost_ledger_sealed_leaves',
    help: 'Leaves under the newest checkpoint this node knows of, by log.',
    labelNames: ['log'],
    registers: [registry],
    collect() {
      for (const log of LOGS) this.set({ log }, sealers[log].health().sealed ?? 0)
    },
  })
  new Gauge({
    name: 'signpost_ledger_fault',
    help: '1 while a log cannot be sealed; the log of the process says why. Anything but 0 is to be looked at.',
    labelNames: ['log'],
    registers: [registry],
    collect() {
      for (const log of LOGS) this.set({ log }, sealers[log].health().fault === undefined ? 0 : 1)
    },
  })
}
