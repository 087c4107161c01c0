"""The autoencoders of the benchmark in PyTorch on the CPU: reads one job per line, prints the times of its runs."""
import importlib.util
import json
import os
import pathlib
import sys
import time


def stand_in_for_cuda():
    """
    PyPI's wheel is linked against all of CUDA, most of which a run on the CPU never calls. Links to an empty library of
    the wheel stand in for the missing ones, and lazy binding looks functions up only when they are called.
    """
    folder = pathlib.Path(importlib.util.find_spec('torch').submodule_search_locations[0]) / 'lib'
    for name in ('cublas.so.13', 'cublasLt.so.13', 'cudnn.so.9', 'cufft.so.12', 'cufile.so.0', 'cusolver.so.12',
                 'cusparse.so.12', 'cusparseLt.so.0', 'nccl.so.2', 'nvrtc.so.13'):
        link = folder / f'lib{name}'
        if not link.is_symlink():
            link.symlink_to('libtorch_global_deps.so')
    sys.setdlopenflags(os.RTLD_LAZY)


stand_in_for_cuda()
import torch  # noqa: E402

threads = sys.argv[1]
if threads != 'default':
    torch.set_num_threads(int(threads))
torch.manual_seed(1)


class LstmAutoencoder(torch.nn.Module):
    def __init__(self, sample_count, embedding, hidden):
        super().__init__()
        self.sample_count = sample_count
        self.encoder = torch.nn.ModuleList(
            [torch.nn.LSTM(1, hidden, batch_first=True), torch.nn.LSTM(hidden, embedding, batch_first=True)])
        self.decoder = torch.nn.ModuleList(
            [torch.nn.LSTM(embedding, embedding, batch_first=True), torch.nn.LSTM(embedding, hidden, batch_first=True)])
        self.output = torch.nn.Linear(hidden, 1)

    def forward(self, beats):
        states, _ = self.encoder[0](beats.unsqueeze(2))
        _, (code, _) = self.encoder[1](states)
        states, _ = self.decoder[0](code[0].unsqueeze(1).expand(-1, beats.shape[1], -1))
        states, _ = self.decoder[1](states)
        return self.output(states).squeeze(2)

    def losses(self, outputs, beats):
        return (outputs - beats).abs().sum(1)


class DenseAutoencoder(torch.nn.Sequential):
    sample_count = 784

    def __init__(self):
        sizes = [784, 512, 128, 3, 128, 512, 784]
        last = {2: [], 5: [torch.nn.Sigmoid()]}
        super().__init__(*[
            part for at in range(6)
            for part in [torch.nn.Linear(sizes[at], sizes[at + 1]), *last.get(at, [torch.nn.ReLU()])]])

    def losses(self, outputs, images):
        return (outputs - images).square().mean(1)


models = {'lstm': LstmAutoencoder(140, 128, 256), 'wearable': LstmAutoencoder(88, 16, 32), 'dense': DenseAutoencoder()}
optimizers = {name: torch.optim.Adam(model.parameters(), lr=1e-3, fused=True) for name, model in models.items()}


def score(name, examples):
    model = models[name]
    with torch.inference_mode():
        model.losses(model(examples), examples)


def step(name, examples):
    model = models[name]
    optimizers[name].zero_grad(set_to_none=True)
    model.losses(model(examples), examples).mean().backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 100)
    optimizers[name].step()


print(json.dumps({'version': torch.__version__, 'threads': torch.get_num_threads()}), flush=True)
for line in sys.stdin:
    job = json.loads(line)
    run = {'score': score, 'training step': step}[job['task']]
    examples = torch.rand(job['batch'], models[job['model']].sample_count)
    durations = []
    started = time.perf_counter()
    while not durations or time.perf_counter() - started < job['minimumMs'] / 1000:
        before, cpu_before = time.perf_counter(), time.process_time()
        run(job['model'], examples)
        ms, cpu_ms = 1000 * (time.perf_counter() - before), 1000 * (time.process_time() - cpu_before)
        durations.append({'ms': ms, 'cpuMs': cpu_ms})
    print(json.dumps(durations), flush=True)
