#!/bin/sh
# Does the metric learn, and does its training survive? On one snapshot, for each seed: trains once undisturbed and once killed with kill -9 at a random
# step and started again, compares the two models byte for byte, and scores the model on held-out triplets beside its untrained self, PSNR and SSIM.
#   infra/scripts/learning.sh SNAPSHOT [RECIPE [SEED ..]]      the folder with data.csv; recipe lora, the demonstration's; seeds 1 2 3
# Exit code 1 when a model differs, or when an interval of a difference is not above zero.
set -eu
snapshot=$1; recipe=${2:-lora}
[ $# -gt 2 ] && shift 2 || set -- 1 2 3
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
nights="$root/artifacts/bin/Nights/release/nights"
[ -x "$nights" ] || { echo "Build first: run ./nights doctor once."; exit 2; }
scratch=$(mktemp -d); trap 'rm -rf "$scratch"' EXIT
failed=0

train() { "$nights" train --snapshot "$snapshot" --config "$recipe" --seed "$1" --out "$2"; }

for seed in "$@"; do
  train "$seed" "$scratch/whole-$seed" > "$scratch/whole.log"
  steps=$(sed -n 's/^step [0-9]* of \([0-9]*\).*/\1/p' "$scratch/whole.log" | head -n 1)
  # Progress is told at step 1 and every 20 steps; the kill follows one of these moments before the last 20 steps by up to half a second, so it falls on any
  # step, before the first checkpoint (step 50) or between two.
  kill_at=$((20 * ($(od -An -N4 -tu4 /dev/urandom) % (steps / 20 - 1)))); wait_ms=$(($(od -An -N4 -tu4 /dev/urandom) % 500))
  : > "$scratch/killed.log"; reached=
  train "$seed" "$scratch/killed-$seed" >> "$scratch/killed.log" 2>&1 &
  process=$!
  while kill -0 "$process" 2>/dev/null; do
    reached=$(sed -n 's/^step \([0-9]*\) of .*/\1/p' "$scratch/killed.log" | tail -n 1)
    if [ "${reached:-0}" -ge "$kill_at" ] && [ -n "$reached" ]; then sleep "$(printf '0.%03d' "$wait_ms")"; kill -9 "$process"; break; fi
    sleep 0.05
  done
  wait "$process" 2>/dev/null || true
  [ ! -f "$scratch/killed-$seed/model.json" ] || { echo "Seed $seed: the training was over before it could be killed."; failed=1; }
  train "$seed" "$scratch/killed-$seed" > "$scratch/resumed.log"
  resumed=$(sed -n 's/^step \([0-9]*\) of .*/\1/p' "$scratch/resumed.log" | head -n 1)
  same=yes
  for file in "$scratch/whole-$seed"/*.safetensors; do cmp -s "$file" "$scratch/killed-$seed/$(basename "$file")" || { same=no; failed=1; }; done
  echo "Seed $seed: $steps steps, killed $wait_ms ms after step $reached was told of, the second start first told of step $resumed; the same model as undisturbed: $same"
  { "$nights" evaluate --model "$scratch/killed-$seed" --snapshot "$snapshot"
    "$nights" evaluate --dataset "$snapshot" --layout snapshot --split test --metric "tuned=$scratch/killed-$seed" psnr ssim; } | tee "$scratch/scores.txt"
  # Differences are written with their sign and an interval: untrained, PSNR (at the model's size, and at the pictures' own) and SSIM.
  differences=$(grep -c '[+-][0-9.]* *.*\[[+-][0-9.]*, [+-][0-9.]*\]' "$scratch/scores.txt" || true)
  above=$(grep -c '\[+[0-9.]*[1-9][0-9.]*, +' "$scratch/scores.txt" || true)
  echo "Seed $seed: $above of $differences intervals of a difference are above zero"
  [ "$differences" -ge 4 ] && [ "$above" -eq "$differences" ] || failed=1
done
exit $failed
