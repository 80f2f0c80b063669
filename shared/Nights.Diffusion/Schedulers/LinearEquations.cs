namespace Nights.Diffusion.Schedulers;

/// <summary>Solves a few linear equations by Gaussian elimination with the largest pivot.</summary>
internal static class LinearEquations
{
    /// <param name="matrix">Square, row by row; overwritten.</param>
    /// <param name="right">One value a row; overwritten with the solution.</param>
    public static double[] Solve(double[][] matrix, double[] right)
    {
        var count = right.Length;
        for (var column = 0; column < count; column++)
        {
            var pivot = Enumerable.Range(column, count - column).MaxBy(row => Math.Abs(matrix[row][column]));
            (matrix[column], matrix[pivot]) = (matrix[pivot], matrix[column]);
            (right[column], right[pivot]) = (right[pivot], right[column]);
            for (var row = column + 1; row < count; row++)
            {
                var factor = matrix[row][column] / matrix[column][column];
                for (var k = column; k < count; k++)
                    matrix[row][k] -= factor * matrix[column][k];
                right[row] -= factor * right[column];
            }
        }
        for (var row = count - 1; row >= 0; row--)
        {
            for (var k = row + 1; k < count; k++)
                right[row] -= matrix[row][k] * right[k];
            right[row] /= matrix[row][row];
        }
        return right;
    }
}
