namespace Nights.Onnx;

/// <summary>Element types of ONNX tensors, by their number in the format.</summary>
public enum ElementType
{
    Float32 = 1,
    Int32 = 6,
    Int64 = 7,
    Bool = 9,
    Float16 = 10,
}
