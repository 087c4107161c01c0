export { hasEnded, type Job, type JobSchedule } from './job.ts';
export type { JobHandler, JobQueue, JobWorker } from './job-queue.ts';
export { openJobQueue } from './pg-boss-queue.ts';
