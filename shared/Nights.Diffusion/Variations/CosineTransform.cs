using System.Collections.Concurrent;
using System.Numerics.Tensors;

namespace Nights.Diffusion.Variations;

/// <summary>
/// The orthonormal two-dimensional discrete cosine transform (DCT-II, Ahmed, Natarajan, Rao 1974) of planes of one size: energy is kept, white noise
/// stays white. Two matrix products of separate multiplications and additions, so the bits are the same on every machine.
/// </summary>
public sealed class CosineTransform
{
    private static readonly ConcurrentDictionary<int, float[]> Bases = new();
    private readonly float[] rows;
    private readonly float[] columns;

    /// <exception cref="ArgumentOutOfRangeException">An edge is below 1.</exception>
    public CosineTransform(int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        (Height, Width) = (height, width);
        (rows, columns) = (Bases.GetOrAdd(height, Basis), Bases.GetOrAdd(width, Basis));
    }

    public int Height { get; }

    public int Width { get; }

    /// <summary>Values to coefficients, in place: height × width, coefficient (0, 0) first.</summary>
    public void Forward(Span<float> plane) => Apply(plane, inverse: false);

    /// <summary>Coefficients to values, in place.</summary>
    public void Inverse(Span<float> plane) => Apply(plane, inverse: true);

    private void Apply(Span<float> plane, bool inverse)
    {
        if (plane.Length != Height * Width)
            throw new ArgumentException($"A plane of {Height} × {Width} numbers has {Height * Width}; {plane.Length} were given.", nameof(plane));
        Span<float> across = new float[plane.Length];
        for (var y = 0; y < Height; y++)
            for (var x = 0; x < Width; x++)
                AddScaled(Line(columns, x, Width, inverse), plane[y * Width + x], across.Slice(y * Width, Width));
        plane.Clear();
        for (var to = 0; to < Height; to++)
            for (var from = 0; from < Height; from++)
                AddScaled(across.Slice(from * Width, Width), inverse ? rows[from * Height + to] : rows[Height * Height + from * Height + to], plane.Slice(to * Width, Width));
    }

    /// <summary>Row x of the matrix that one value is multiplied by: its share in every coefficient, or its coefficient's share in every value.</summary>
    private static ReadOnlySpan<float> Line(float[] basis, int x, int size, bool inverse) => basis.AsSpan((inverse ? 0 : size * size) + x * size, size);

    private static void AddScaled(ReadOnlySpan<float> values, float by, Span<float> sum) => TensorPrimitives.MultiplyAdd(values, by, sum, sum);

    /// <summary>Frequencies × places, and then the transpose, so that both directions read lines.</summary>
    private static float[] Basis(int size)
    {
        var basis = new float[2 * size * size];
        for (var frequency = 0; frequency < size; frequency++)
            for (var place = 0; place < size; place++)
            {
                var value = Math.Sqrt((frequency == 0 ? 1.0 : 2.0) / size) * Math.Cos(Math.PI * (2 * place + 1) * frequency / (2 * size));
                basis[frequency * size + place] = basis[size * size + place * size + frequency] = (float)value;
            }
        return basis;
    }
}
