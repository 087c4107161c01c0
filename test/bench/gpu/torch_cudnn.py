"""The LSTM autoencoder in PyTorch, on the GPU with cuDNN where there is one: prints one JSON line for each finding."""
import json
import statistics
import sys
import time

started = time.perf_counter()
job = json.loads(sys.argv[1])


def left():
    return job['seconds'] - (time.perf_counter() - started)


def report(**finding):
    print(json.dumps(finding), flush=True)


try:
    import torch
except Exception as error:
    sys.exit(f'PyTorch cannot be loaded by {sys.executable}: {error}')

on_gpu = torch.cuda.is_available()
device = torch.device('cuda' if on_gpu else 'cpu')
name = torch.cuda.get_device_name() if on_gpu else 'processor (PyTorch sees no CUDA)'
cudnn = f', cuDNN {torch.backends.cudnn.version()}' if on_gpu and torch.backends.cudnn.is_available() else ''
report(kind='device', device=f'{name}, PyTorch {torch.__version__}{cudnn}')
# 32 bits mean 32 bits, as on our engines.
torch.backends.cuda.matmul.allow_tf32 = False
torch.backends.cudnn.allow_tf32 = False
torch.manual_seed(1)


class LstmAutoencoder(torch.nn.Module):
    def __init__(self, embedding, hidden):
        super().__init__()
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


dtype = torch.float16 if job['precision'] == 'float16' else torch.float32
model = LstmAutoencoder(job['embedding'], job['hidden']).to(device, dtype).eval()


def score(beats):
    """As the scorer needs it: beats from the CPU, losses and reconstructions back to it."""
    with torch.inference_mode():
        given = beats.to(device, dtype)
        found = model(given)
        losses = (found.float() - given.float()).abs().sum(1)
        return losses.cpu(), found.float().cpu()


ms_per_beat = 0
for at, batch in enumerate(job['batches']):
    step = f'batch {batch}'
    if left() <= 0 or 2 * ms_per_beat * batch > 1000 * left():
        report(kind='left-out', step=step, reason='out of time')
        continue
    share = min(job['secondsEach'], left() / (len(job['batches']) - at))
    try:
        beats = torch.rand(batch, job['sampleCount'])
        until = time.perf_counter() + share
        before = time.perf_counter()
        score(beats)
        first_ms = 1000 * (time.perf_counter() - before)
        durations = []
        while not durations or time.perf_counter() + durations[-1] / 1000 < until:
            before = time.perf_counter()
            score(beats)
            durations.append(1000 * (time.perf_counter() - before))
        median_ms = statistics.median(durations)
        ms_per_beat = median_ms / batch
        report(kind='rate', batch=batch, firstMs=first_ms, medianMs=median_ms, runs=len(durations))
    except Exception as error:
        report(kind='left-out', step=step, reason=str(error).strip().split('\n')[0])
