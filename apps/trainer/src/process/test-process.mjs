// A job's process that behaves as the job's data says.
process.once('disconnect', () => process.exit(1));
process.once('message', ({ data }) => {
  process.send({ type: 'progress', progress: { share: 0.5 } });
  switch (data.does) {
    case 'result':
      process.send({ type: 'result', result: { given: data } }, () => process.exit(0));
      break;
    case 'refuse':
      process.send({ type: 'failure', message: 'nothing to do', retryable: false }, () => process.exit(0));
      break;
    case 'crash':
      process.kill(process.pid, 'SIGSEGV');
      break;
    case 'grow':
      process.send({ type: 'step', memoryBytes: 2 ** 40 });
      break;
    default:
      // A timer keeps it alive, as one that waits for something that never comes.
      setInterval(() => undefined, 1000);
  }
});
