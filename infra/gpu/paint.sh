# Painting on the device: the cost beside the bare graphs, and the same pictures on processor and device.
set -u
bench() {
  echo "-- bench paint $*"
  $RUN "$NIGHTS" bench paint --json "$@" > "$SCRATCH/bench.json" && cat "$SCRATCH/bench.json" && cat "$SCRATCH/bench.json" >> "$OUT/paint.json"
}
again() {
  name=$1; shift
  echo "-- $name: painted on the processor, then again on $DEVICE"
  $RUN "$NIGHTS" paint "An image of an otter" -o "$SCRATCH/$name.png" --manifest "$SCRATCH/$name.json" --no-preview --json "$@" || return
  $RUN "$NIGHTS" paint --from "$SCRATCH/$name.json" --original "$SCRATCH/$name.png" -o "$SCRATCH/$name-again.png" --no-preview --json --provider "$DEVICE" | tee -a "$OUT/paint.json"
}
: > "$OUT/paint.json"
again small --size 256 --steps 10
$RUN "$NIGHTS" paint "An image of an otter" -o "$SCRATCH/auto.png" --size 256 --steps 4 --provider auto --no-preview --json | grep provider
if [ "$SIZE" = full ]; then
  again demo --size 512 --steps 20
  again noise --size 512 --steps 20 --noise torch-cuda
  bench --provider "$DEVICE" --size 512 --steps 20 --rounds 5 --triplets 0 --threads 4
  bench --provider "$DEVICE" --size 512 --steps 20 --rounds 5 --triplets 0 --threads 4 --channels 256
  bench --provider "$DEVICE" --size 512 --steps 20 --rounds 5 --triplets 0 --threads 4 --channels 256 --tf32
else
  bench --provider "$DEVICE" --size 128 --steps 2 --rounds 1 --triplets 0 --threads 2 --channels 16
fi
