namespace Nights.Datasets.Rows;

/// <summary>A dataset file does not hold what its format asks for. The message names the file, the line and the column.</summary>
public sealed class DatasetFormatException : FormatException
{
    public DatasetFormatException()
    {
    }

    public DatasetFormatException(string message)
        : base(message)
    {
    }

    public DatasetFormatException(string message, Exception cause)
        : base(message, cause)
    {
    }

    internal static DatasetFormatException At(string file, int line, string problem) => new($"{file} line {line}: {problem}");

    internal static DatasetFormatException At(string file, int line, string column, string problem) =>
        new($"{file} line {line}, column {column}: {problem}");
}
