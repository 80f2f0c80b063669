# Which symbols TorchSharp's native library needs and finds in no library of this PyTorch.
set -u
folder=$(dirname "$NIGHTS"); library=$(find "$folder" -name libLibTorchSharp.so | head -1)
$RUN LD_BIND_NOW= ldd -r "$library" 2>&1 | grep -E "undefined|not found" | sort -u > "$SCRATCH/undefined" || true
echo "$library: $(grep -c undefined "$SCRATCH/undefined") symbols undefined, $(grep -c 'not found' "$SCRATCH/undefined") libraries not found"
head -200 "$SCRATCH/undefined" | awk '{print $1, $2, $3}' | if command -v c++filt >/dev/null; then c++filt; else cat; fi
