/** A sign-in, put together: the steps take what they declare, and the routes take the steps. */
import type { Router } from 'express';
import { type AdvanceDependencies, createCourse } from './advance.ts';
import { createSteps, type StepDependencies } from './dispatch.ts';
import { type FindInteractionDependencies, findInteraction } from './find-interaction.ts';
import { type InteractionRoutes, interactionRouter } from './router.ts';
import { type UpstreamFormDependencies, upstreamAnswered } from './upstream.ts';

export type InteractionDependencies = StepDependencies &
  AdvanceDependencies &
  FindInteractionDependencies &
  UpstreamFormDependencies &
  Pick<InteractionRoutes, 'atomically' | 'provider' | 'csrf'>;

/** Routes below `/interaction`. */
export function createInteraction(dependencies: InteractionDependencies): Router {
  const { atomically, provider, csrf } = dependencies;
  const steps = createSteps(dependencies);
  return interactionRouter({
    steps,
    course: createCourse(dependencies, steps),
    find: (request, response) => findInteraction(dependencies, request, response),
    upstreamAnswered: (connection, answer) => upstreamAnswered(dependencies, connection, answer),
    atomically,
    provider,
    csrf,
  });
}
