import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';
import type { OtlpSettings } from './settings.ts';

/** Which traces are recorded, as `OTEL_TRACES_SAMPLER` says. */
export function samplerOf({ tracesSampler, tracesSamplerArg }: OtlpSettings): Sampler {
  const kind = tracesSampler.replace('parentbased_', '');
  const root =
    kind === 'traceidratio'
      ? new TraceIdRatioBasedSampler(Number(tracesSamplerArg ?? 1))
      : kind === 'always_on'
        ? new AlwaysOnSampler()
        : new AlwaysOffSampler();
  return kind !== tracesSampler ? new ParentBasedSampler({ root }) : root;
}
