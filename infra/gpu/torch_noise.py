"""What torch.randn draws on this device, for the tests, beside Philox as Nights.Diffusion's TorchCudaNoise has it.

usage: torch_noise.py cuda|cpu OUT.json. On a processor only the shape of the file is right.
"""
import json
import sys

import numpy as np
import torch

device, path = sys.argv[1], sys.argv[2]
SEEDS = [0, 1, 42, 123456789, 4294967295, 4294967296 + 7, 9007199254740993]
SIZES = [1, 15, 16, 255, 257, 4 * 32 * 32, 4 * 64 * 64, 4 * 96 * 64, 4 * 128 * 128, 200_001, 262_144, 270_336, 270_337, 300_000, 4 * 512 * 512]


def philox(offset, index, seed):
    """The four words at counter (offset, 0, index, 0): arrays of uint64 that hold 32 bits."""
    mask = np.uint64(0xFFFFFFFF)
    c = [offset.astype(np.uint64), np.zeros_like(index, dtype=np.uint64), index.astype(np.uint64), np.zeros_like(index, dtype=np.uint64)]
    k0, k1 = seed & 0xFFFFFFFF, seed >> 32
    for _ in range(10):
        left, right = np.uint64(0xD2511F53) * c[0], np.uint64(0xCD9E8D57) * c[2]
        c = [(right >> np.uint64(32)) ^ c[1] ^ np.uint64(k0), right & mask, (left >> np.uint64(32)) ^ c[3] ^ np.uint64(k1), left & mask]
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return c


def normals(offset, index, seed):
    words = philox(offset, index, seed)
    out = []
    for a, b in ((0, 1), (2, 3)):
        u = (words[a] * 2.0**-32 + 2.0**-33).astype(np.float32)
        v = ((words[b] * 2.0**-32 + 2.0**-33) * 2 * np.pi).astype(np.float32)
        s = np.sqrt(np.float32(-2) * np.log(u))
        out += [s * np.sin(v), s * np.cos(v)]
    return out


def simple(count, seed, fill):
    """One counter an element: what TorchCudaNoise computes."""
    return normals(np.full(count, fill), np.arange(count), seed)[0]


def threaded(count, seed, first, threads):
    """What a GPU of so many threads draws for a tensor larger than that: four numbers a thread and pass."""
    threads = min(threads, (count + 255) // 256 * 256)
    i = np.arange(count)
    passes, component, thread = i // (4 * threads), i % (4 * threads) // threads, i % threads
    four = normals(first + passes, thread, seed)
    return np.choose(component, four), int(passes.max()) + 1


properties = torch.cuda.get_device_properties(0) if device == "cuda" else None
threads = properties.multi_processor_count * properties.max_threads_per_multi_processor if properties else 1 << 62
cases, worst, worst_simple = [], 0.0, 0.0
for seed in SEEDS:
    for size in SIZES if seed in (1, SEEDS[-1]) else [size for size in SIZES if size <= 4 * 64 * 64]:
        generator = torch.Generator(device).manual_seed(seed)
        first = torch.randn(size, device=device, generator=generator).cpu().numpy()
        second = torch.randn(size, device=device, generator=generator).cpu().numpy()
        exact, used = threaded(size, seed, 0, threads)
        next_exact, _ = threaded(size, seed, used, threads)
        ours, ours_next = simple(size, seed, 0), simple(size, seed, 1)
        deviation = float(max(np.abs(first - exact).max(), np.abs(second - next_exact).max()))
        apart = [float(np.abs(first - ours).max()), float(np.abs(second - ours_next).max())]
        worst = max(worst, deviation)
        if size <= threads:
            worst_simple = max(worst_simple, *apart)
        places = sorted({p for p in [0, 1, 2, 3, 7, 15, 16, 255, 256, 1000, 4095, size // 3, size // 2, 2 * size // 3, 126_000, 262_143, 270_335, 270_336, 270_337, size - 2, size - 1] if 0 <= p < size})
        cases.append({
            "seed": seed, "count": size, "places": places,
            "first": [float(first[p]) for p in places], "second": [float(second[p]) for p in places],
            "deviationOfOneCounterAnElement": apart, "deviationOfThreads": deviation, "mean": float(first.mean()), "std": float(first.std()) if size > 1 else 0.0,
        })
small = [c for c in cases if c["count"] <= threads]
print(f"{device}: {threads} threads; up to that many numbers, one counter an element is off by {worst_simple:.3g}; with the threads' own order, all sizes, by {worst:.3g}")
for case in cases:
    if case["seed"] in (1, 9007199254740993):
        print(case["seed"], case["count"], "one counter", ["%.2g" % a for a in case["deviationOfOneCounterAnElement"]], "threads %.2g" % case["deviationOfThreads"])
with open(path, "w") as file:
    json.dump({
        "source": f"torch {torch.__version__}, {torch.cuda.get_device_name(0) if device == 'cuda' else 'cpu'}",
        "threads": threads if device == "cuda" else 0, "largestDeviationOneCounter": worst_simple, "largestDeviationThreads": worst, "cases": cases,
    }, file, indent=1)
